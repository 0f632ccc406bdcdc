export { listProducts, placeOrder, type SeenAnswer } from './shop.ts';
