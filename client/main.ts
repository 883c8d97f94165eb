import { createElement } from 'lwc';
import App from 'store/app';
// Most pages need these: within the first file they cost half of what they cost apart.
import 'store/emptyPanel';
import 'store/format';
import 'store/staleNotice';

// A task of its own, after the one that has read the first file: either is short enough to let the browser
// answer to somebody in between.
setTimeout(() => document.body.prepend(createElement('store-app', { is: App })));
