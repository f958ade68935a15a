import type { AddressInfo } from 'node:net';
import type { Fingerprint, SrtpKeys } from '@cordboard/rtp';
import { DtlsServer } from 'werift';
import { type DtlsIdentity, fingerprintOf } from './certificate.ts';
import { provesItself } from './certificate-verify.ts';

/** SRTP_AES128_CM_HMAC_SHA1_80 (RFC 5764 section 4.1.2), which every WebRTC implementation has. */
const SRTP_PROFILE = 0x0001;
const KEY_BYTES = 16;
const SALT_BYTES = 14;
const ECDSA_WITH_SHA256 = { hash: 4, signature: 3 } as const;
const RECORD_HEADER_BYTES = 13;
/** Ends the retransmissions of a handshake that nobody waits for any more. */
const AFTER_LAST_FLIGHT = 7;

/** Our side, the server's, of one DTLS handshake (RFC 5764): it makes the SRTP keys and tells when the far side closes. */
export class DtlsAssociation {
  readonly #server: DtlsServer;
  readonly #o: { readonly onKeys: (keys: SrtpKeys) => void; readonly onClosed: () => void };
  readonly #fingerprint: Fingerprint;
  readonly #transport;
  #closed = false;

  constructor(o: {
    identity: DtlsIdentity;
    /** Of the certificate that the far side must show and prove to own. */
    fingerprint: Fingerprint;
    send: (bytes: Buffer) => void;
    onKeys: (keys: SrtpKeys) => void;
    onClosed: () => void;
  }) {
    this.#o = o;
    this.#fingerprint = o.fingerprint;
    this.#transport = {
      type: 'udp',
      address: { address: '', family: '', port: 0 } satisfies AddressInfo,
      closed: false,
      onData: (_bytes: Buffer, _from: readonly [string, number]) => {},
      send: (bytes: Buffer) => Promise.resolve(o.send(bytes)),
      close: () => Promise.resolve(),
    };
    this.#server = new DtlsServer({
      transport: this.#transport,
      cert: o.identity.certificatePem,
      key: o.identity.keyPem,
      signatureHash: ECDSA_WITH_SHA256,
      srtpProfiles: [SRTP_PROFILE],
      certificateRequest: true,
      extendedMasterSecret: true,
    });
    this.#server.onConnect.subscribe(() => this.#connected());
    this.#server.onClose.subscribe(() => this.#end());
    this.#server.onError.subscribe(() => this.#end());
  }

  receive(bytes: Buffer): void {
    if (this.#closed) return;
    // In the open nothing may come after the handshake: anybody could have sent it, to begin another one.
    const records = this.#server.connected ? encryptedRecords(bytes) : bytes;
    if (records.length > 0) this.#transport.onData(records, ['', 0]);
  }

  close(): void {
    this.#closed = true;
    this.#server.dtls.flight = AFTER_LAST_FLIGHT;
  }

  #connected(): void {
    if (this.#closed) return;
    const certificate = this.#server.remoteCertificate;
    const shown = certificate && fingerprintOf(certificate, this.#fingerprint.algorithm);
    const trusted = shown?.value === this.#fingerprint.value && provesItself(this.#server);
    if (!trusted || this.#server.srtp.srtpProfile !== SRTP_PROFILE) {
      this.#end();
      return;
    }
    const keys = this.#server.extractSessionKeys(KEY_BYTES, SALT_BYTES);
    const key = (part: Buffer, salt: Buffer) =>
      ({ suite: 'AES_CM_128_HMAC_SHA1_80', inline: Buffer.concat([part, salt]).toString('base64') }) as const;
    this.#o.onKeys({ send: key(keys.localKey, keys.localSalt), receive: key(keys.remoteKey, keys.remoteSalt) });
  }

  #end(): void {
    if (this.#closed) return;
    this.close();
    this.#o.onClosed();
  }
}

/** Records of the epochs after the handshake's first (RFC 6347 section 4.1). */
function encryptedRecords(bytes: Buffer): Buffer {
  const records: Buffer[] = [];
  for (let at = 0; at + RECORD_HEADER_BYTES <= bytes.length; ) {
    const end = at + RECORD_HEADER_BYTES + bytes.readUInt16BE(at + 11);
    if (bytes.readUInt16BE(at + 3) > 0) records.push(bytes.subarray(at, end));
    at = end;
  }
  return Buffer.concat(records);
}
