/** One RTP packet (RFC 3550 section 5.1) without the parts that telephones do not use. */
export interface RtpPacket {
  readonly payloadType: number;
  readonly marker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Uint8Array;
}

const HEADER_BYTES = 12;
/** RTCP on the RTP port (RFC 5761): packet types 192 to 223 look like payload types 64 to 95. */
const RTCP_FROM = 64;
const RTCP_TO = 95;

/** Can a packet carry this payload type and be told from RTCP? */
export function isRtpPayloadType(payloadType: number): boolean {
  return Number.isInteger(payloadType) && payloadType >= 0 && payloadType <= 127 && !isRtcp(payloadType);
}

/** Reads a packet; undefined when the bytes are none, whatever they are. */
export function readRtp(bytes: Buffer): RtpPacket | undefined {
  if (bytes.length < HEADER_BYTES || (bytes[0] as number) >> 6 !== 2) return undefined;
  const first = bytes[0] as number;
  const payloadType = (bytes[1] as number) & 0x7f;
  if (isRtcp(payloadType)) return undefined;
  let start = HEADER_BYTES + (first & 0x0f) * 4;
  if ((first & 0x10) !== 0) {
    if (bytes.length < start + 4) return undefined;
    start += 4 + bytes.readUInt16BE(start + 2) * 4;
  }
  const padded = (first & 0x20) !== 0;
  const padding = padded ? (bytes[bytes.length - 1] as number) : 0;
  const end = bytes.length - padding;
  // The last byte of the padding counts itself.
  if (start > end || (padded && padding === 0)) return undefined;
  return {
    payloadType,
    marker: (bytes[1] as number) >= 0x80,
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    ssrc: bytes.readUInt32BE(8),
    payload: bytes.subarray(start, end),
  };
}

export function writeRtp(packet: RtpPacket): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + packet.payload.length);
  bytes[0] = 0x80;
  bytes[1] = (packet.marker ? 0x80 : 0) | packet.payloadType;
  bytes.writeUInt16BE(packet.sequence & 0xffff, 2);
  bytes.writeUInt32BE(packet.timestamp >>> 0, 4);
  bytes.writeUInt32BE(packet.ssrc >>> 0, 8);
  bytes.set(packet.payload, HEADER_BYTES);
  return bytes;
}

function isRtcp(payloadType: number): boolean {
  return payloadType >= RTCP_FROM && payloadType <= RTCP_TO;
}
