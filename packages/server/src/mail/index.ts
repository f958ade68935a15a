export { addresseeOf } from './addressee.ts';
export { Mail } from './mail.ts';
