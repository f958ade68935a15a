import { createResponse } from '../message/create-response.ts';
import { noBody, type SipRequest } from '../message/message.ts';
import { parseNameAddr } from '../message/name-addr.ts';
import type { ParseFailure } from '../message/parse-message.ts';
import { parseVia } from '../message/via.ts';
import { writeMessage } from '../message/write-message.ts';
import type { Flow } from '../transport/flow.ts';
import type { Transports } from '../transport/transports.ts';
import { responseFlow } from './response-flow.ts';

const nobody = { uri: '', params: new Map<string, string>() };
const nowhere = { transport: '', host: '', params: new Map<string, string>() };

/** Answers a malformed request with 400 or 505, as far as it can be answered; nothing is kept of it. */
export function answerMalformed(failure: ParseFailure, flow: Flow, transports: Transports, toTag: string): void {
  if (failure.answer === undefined) return;
  const { status, headers } = failure.answer;
  const via = parseVia(headers.get('via')?.split(',')[0] ?? '');
  const to = parseNameAddr(headers.get('to') ?? '');
  const cseq = { number: 0, method: '' };
  const head = { via: via ?? nowhere, from: nobody, to: to ?? nobody, callId: '', cseq };
  const request: SipRequest = { kind: 'request', method: '', uri: '', headers, body: noBody, head };
  const response = createResponse(request, status, {
    reason: status === 400 ? `Bad Request - ${failure.reason}` : failure.reason,
    ...(to === undefined ? {} : { toTag }),
  });
  // A Via that cannot be read says nothing about the way back: the source is all that is known.
  const back = via === undefined ? flow : responseFlow(request, flow, transports);
  back.send(writeMessage(response));
}
