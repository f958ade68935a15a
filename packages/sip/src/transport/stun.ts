import { isIPv4 } from 'node:net';

const HEADER_BYTES = 20;
const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const MAGIC_COOKIE = 0x2112a442;
const XOR_MAPPED_ADDRESS = 0x0020;
const IPV4 = 0x01;

/**
 * The answer to a STUN binding request on the SIP port, by which phones keep their way through a NAT open and see
 * whether it changed (RFC 5626 section 4.4.2, RFC 8489). Undefined: the datagram is no such request.
 */
export function answerStun(datagram: Buffer, peer: { address: string; port: number }): Buffer | undefined {
  if (!isBindingRequest(datagram) || !isIPv4(peer.address)) return undefined;
  const answer = Buffer.alloc(HEADER_BYTES + 12);
  answer.writeUInt16BE(BINDING_SUCCESS, 0);
  answer.writeUInt16BE(12, 2);
  // Cookie and transaction id are the request's.
  datagram.copy(answer, 4, 4, HEADER_BYTES);
  answer.writeUInt16BE(XOR_MAPPED_ADDRESS, 20);
  answer.writeUInt16BE(8, 22);
  answer.writeUInt8(IPV4, 25);
  answer.writeUInt16BE(peer.port ^ (MAGIC_COOKIE >>> 16), 26);
  answer.writeUInt32BE((addressNumber(peer.address) ^ MAGIC_COOKIE) >>> 0, 28);
  return answer;
}

function isBindingRequest(datagram: Buffer): boolean {
  if (datagram.length < HEADER_BYTES || datagram.readUInt16BE(0) !== BINDING_REQUEST) return false;
  return datagram.readUInt32BE(4) === MAGIC_COOKIE && datagram.readUInt16BE(2) === datagram.length - HEADER_BYTES;
}

function addressNumber(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}
