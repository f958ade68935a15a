import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import { type CertificateFiles, type ReadCertificate, readCertificate } from './certificate-files.ts';

const LOOK_MS = 60_000;
const DAY_MS = 86_400_000;
/** Whoever renews certificates by themselves does it a month before. */
const WARN_DAYS = 14;

/** Looks every minute whether the certificate was renewed, and puts a new one into use without a restart. */
export class CertificateWatch {
  readonly #files: CertificateFiles;
  readonly #renewed: (certificate: ReadCertificate) => void;
  readonly #clock: Clock;
  readonly #log: Log;
  #current: ReadCertificate;
  #problem = '';
  #timer: Timer | undefined;

  /** `current`: what is in use. */
  constructor(o: {
    files: CertificateFiles;
    current: ReadCertificate;
    renewed: (certificate: ReadCertificate) => void;
    clock: Clock;
    log: Log;
  }) {
    this.#files = o.files;
    this.#current = o.current;
    this.#renewed = o.renewed;
    this.#clock = o.clock;
    this.#log = o.log;
  }

  start(): void {
    this.#warnOfExpiry();
    this.#next();
  }

  close(): void {
    this.#timer?.cancel();
  }

  #next(): void {
    this.#timer = this.#clock.after(LOOK_MS, () => {
      this.#look();
      this.#next();
    });
  }

  #look(): void {
    try {
      const found = readCertificate(this.#files);
      this.#problem = '';
      if (found.certificate === this.#current.certificate && found.key === this.#current.key) return;
      this.#renewed(found);
      this.#current = found;
      this.#log.info({ expiresOn: new Date(found.expiresAt) }, 'A new certificate is in use for SIP over TLS');
      this.#warnOfExpiry();
    } catch (error) {
      const problem = (error as Error).message;
      // Said once, not every minute; while one file is written and the other is not yet, they do not fit.
      if (problem !== this.#problem) this.#log.warn({ problem }, 'The certificate of SIP over TLS cannot be renewed');
      this.#problem = problem;
    }
  }

  #warnOfExpiry(): void {
    const { expiresAt } = this.#current;
    const days = Math.floor((expiresAt - this.#clock.now()) / DAY_MS);
    if (days >= WARN_DAYS) return;
    const words = days < 0 ? 'has expired' : 'expires soon';
    this.#log.warn({ expiresOn: new Date(expiresAt) }, `The certificate of SIP over TLS ${words}`);
  }
}
