import type { Call } from '../calls/call.ts';
import type { CallAction } from '../calls/call-action.ts';
import type { Exchange } from '../engine/exchange.ts';
import { answer } from './answer.ts';
import { blindTransfer } from './blindTransfer.ts';
import { conference } from './conference.ts';
import { consult } from './consult.ts';
import { dtmf } from './dtmf.ts';
import { end } from './end.ts';
import { findLeg } from './find-leg.ts';
import { hold } from './hold.ts';
import { pauseRecording } from './pauseRecording.ts';
import { redirect } from './redirect.ts';
import { resumeRecording } from './resumeRecording.ts';
import { retrieve } from './retrieve.ts';
import { supervisedTransfer } from './supervisedTransfer.ts';
import { tagRecording } from './tagRecording.ts';

/** Performs one call action. @throws PbxError */
export async function act(exchange: Exchange, endpointId: string, callId: string, action: CallAction): Promise<Call> {
  const leg = findLeg(exchange, endpointId, callId);
  switch (action.action) {
    case 'answer':
      return answer(exchange, leg);
    case 'end':
      return end(exchange, leg);
    case 'redirect':
      return redirect(exchange, leg, action.destination);
    case 'hold':
      return hold(exchange, leg);
    case 'retrieve':
      return retrieve(exchange, leg);
    case 'blindTransfer':
      return blindTransfer(exchange, leg, action.destination);
    case 'consult':
      return consult(exchange, leg, action.destination);
    case 'supervisedTransfer':
      return supervisedTransfer(exchange, leg, action.otherCallId);
    case 'conference':
      return conference(exchange, leg, action.otherCallId);
    case 'dtmf':
      return dtmf(leg, action.digits);
    case 'pauseRecording':
      return pauseRecording(leg);
    case 'resumeRecording':
      return resumeRecording(leg);
    case 'tagRecording':
      return tagRecording(leg, action.tags);
  }
}
