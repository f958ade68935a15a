import { PbxError, type PbxErrorCode } from '@cordboard/pbx';
import { expect, test } from 'vitest';
import { onPbx } from '../../src/media/pbx-errors.ts';

const table: Readonly<Record<PbxErrorCode, readonly [status: number, code: string]>> = {
  unknownEndpoint: [404, 'unknown_endpoint'],
  unknownCall: [404, 'unknown_call'],
  wrongState: [409, 'wrong_call_state'],
  unknownDestination: [404, 'unknown_destination'],
  remoteAnswerUnsupported: [409, 'remote_answer_unsupported'],
  endpointUnreachable: [409, 'endpoint_unreachable'],
  doNotDisturb: [409, 'do_not_disturb'],
  busy: [409, 'group_busy'],
  forwardingLoop: [409, 'forwarding_loop'],
  noTrunk: [409, 'no_trunk'],
  timeout: [504, 'phone_timeout'],
  refused: [409, 'phone_refused'],
  noMediaPorts: [503, 'no_media_ports'],
  notDigits: [400, 'invalid_request'],
  recordingUnavailable: [501, 'not_implemented'],
  overloaded: [503, 'pbx_overloaded'],
  closed: [503, 'pbx_unavailable'],
};

test.each(Object.entries(table))('%s of the PBX answers %j, in its words', async (code, [status, expected]) => {
  const failing = onPbx(async () => {
    throw new PbxError(code as PbxErrorCode, 'what the PBX says');
  });
  await expect(failing).rejects.toMatchObject({ status, code: expected, message: 'what the PBX says' });
});

test('what is no refusal of the PBX stays what it is', async () => {
  const fault = new TypeError('a fault of ours');
  await expect(onPbx(() => Promise.reject(fault))).rejects.toBe(fault);
});
