import type { DtlsAssociation } from './dtls-association.ts';

/**
 * The library of the handshake is large, and its loading stops the thread for a moment; who has no browsers shall not
 * pay for it.
 */
export function loadDtls(): Promise<{ DtlsAssociation: typeof DtlsAssociation }> {
  return import('./dtls-association.ts');
}
