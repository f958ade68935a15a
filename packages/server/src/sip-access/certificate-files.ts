import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Where the certificate and the key of SIP over TLS are kept: PEM files, as certbot and its like write them. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

export interface ReadCertificate {
  readonly certificate: string;
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** @throws Error in words that name the file and what is wrong with it */
export function readCertificate(files: CertificateFiles): ReadCertificate {
  const certificate = read(files.certificate);
  const key = read(files.key);
  const x509 = parse(files.certificate, 'a certificate', () => new X509Certificate(certificate));
  const privateKey = parse(files.key, 'a private key without a passphrase', () => createPrivateKey(key));
  if (!x509.checkPrivateKey(privateKey)) {
    throw new Error(`${files.key} is not the key of the certificate in ${files.certificate}`);
  }
  return { certificate, key, expiresAt: x509.validToDate.getTime() };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'it may not be read' : String(code);
    throw new Error(`${file}: ${why}`);
  }
}

function parse<T>(file: string, wanted: string, make: () => T): T {
  try {
    return make();
  } catch {
    throw new Error(`${file} does not hold ${wanted} in PEM`);
  }
}
