export { Mail } from './mail.ts';
