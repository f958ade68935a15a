export { type ReadCertificate, readCertificate } from './certificate-files.ts';
export { CertificateWatch } from './certificate-watch.ts';
export { WebSocketPhones } from './web-socket-phones.ts';
