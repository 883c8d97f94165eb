import { createElement } from 'lwc';
import App from 'store/app';
// Most pages need these: within the first file they cost half of what they cost apart.
import 'store/emptyPanel';
import 'store/format';
import 'store/staleNotice';

document.body.prepend(createElement('store-app', { is: App }));
