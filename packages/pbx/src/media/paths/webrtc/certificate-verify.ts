import { verify, X509Certificate } from 'node:crypto';
import type { DtlsServer } from 'werift';

const CERTIFICATE_VERIFY = 15;
const FINISHED = 20;
/** ecdsa_secp256r1_sha256 and rsa_pkcs1_sha256: what our certificate request allows. */
const schemes: ReadonlySet<number> = new Set([0x0403, 0x0401]);

/**
 * Does the far side own the key of the certificate that it showed (RFC 5246 section 7.4.8)? The library takes the
 * message and does not look at it; a certificate alone is public, and anybody on the way could show it.
 */
export function provesItself({ dtls, remoteCertificate }: DtlsServer): boolean {
  const handshake = dtls.sortedHandshakeCache;
  const at = handshake.findIndex(({ msg_type }) => msg_type === CERTIFICATE_VERIFY);
  const proof = handshake[at]?.fragment;
  if (proof === undefined || remoteCertificate === undefined || proof.length < 4) return false;
  const signature = proof.subarray(4, 4 + proof.readUInt16BE(2));
  if (!schemes.has(proof.readUInt16BE(0))) return false;
  const signed = handshake.filter(({ msg_type }) => msg_type !== CERTIFICATE_VERIFY && msg_type !== FINISHED);
  const transcript = Buffer.concat(signed.map((message) => message.serialize()));
  try {
    return verify('sha256', transcript, new X509Certificate(remoteCertificate).publicKey, signature);
  } catch {
    return false;
  }
}
