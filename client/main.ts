import { createElement } from 'lwc';
import App from 'store/app';

document.body.prepend(createElement('store-app', { is: App }));
