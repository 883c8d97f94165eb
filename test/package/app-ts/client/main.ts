import { createElement } from 'lwc';
import Orders from 'x/orders';

document.body.append(createElement('x-orders', { is: Orders }));
