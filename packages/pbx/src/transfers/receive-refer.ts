import { type IncomingRequest, parseNameAddr, parseUri } from '@cordboard/sip';
import { blindTransfer } from '../actions/blindTransfer.ts';
import { type ActedLeg, isActed } from '../actions/find-leg.ts';
import { supervisedTransfer } from '../actions/supervisedTransfer.ts';
import type { CallLine } from '../engine/conversation.ts';
import type { Exchange, InviteRequest } from '../engine/exchange.ts';
import { refusalOf } from '../engine/refusals.ts';
import { PbxError } from '../pbx-error.ts';
import { findReplaced } from './find-replaced.ts';
import { ReferReport } from './refer-report.ts';
import { type ReferRequest, readRefer } from './refer-request.ts';

const DECLINED = 603;
const FAULT = 500;
/** RFC 3891 section 3: no such dialog. */
const UNKNOWN_DIALOG = 481;

/**
 * A phone sends its party on by REFER (RFC 3515, RFC 5589): the call goes on here, as if a program had asked for it,
 * and the phone is told how it does. The trunk may not move calls: it would be us who pay for them.
 */
export function receiveRefer(exchange: Exchange, line: CallLine, incoming: IncomingRequest): void {
  const leg = line.active;
  const { session } = line;
  const wish = readRefer(incoming.request);
  if (leg === undefined || !isActed(leg) || session === undefined) incoming.respond(DECLINED);
  else if (typeof wish === 'number') incoming.respond(wish);
  else {
    const report = new ReferReport(line, session, { id: incoming.request.head.cseq.number, silent: wish.silent });
    if (!wish.silent) {
      incoming.respond(202);
      report.tell(100);
    }
    void refer(exchange, leg, wish, report).then((status) => {
      if (wish.silent) incoming.respond(status, undefined, { headers: { 'Refer-Sub': 'false' } });
      if (status >= 300) report.tell(status);
    });
  }
}

/** Starts the transfer; gives 200, or the status that says why nothing has changed. */
async function refer(exchange: Exchange, leg: ActedLeg, wish: ReferRequest, report: ReferReport): Promise<number> {
  const { line } = leg;
  const request = {
    line,
    headers: referredBy(wish, leg.record.endpointId),
    report: (status: number) => report.tell(status),
  };
  line.parked = true;
  try {
    if (wish.replaces === undefined) await blindTransfer(exchange, leg, wish.destination, request);
    else {
      const consulted = findReplaced(exchange, wish.replaces)?.active?.record;
      if (consulted === undefined) return UNKNOWN_DIALOG;
      await supervisedTransfer(exchange, leg, consulted.callId, request);
    }
    return 200;
  } catch (error) {
    if (error instanceof PbxError) return refusalOf(error)?.status ?? DECLINED;
    exchange.log.error({ err: error }, 'A transfer failed');
    return FAULT;
  }
}

/** Passed on (RFC 3892) when it names the phone itself: nobody speaks in another's name. */
function referredBy({ referredBy: written }: ReferRequest, endpointId: string): InviteRequest['headers'] {
  const uri = parseNameAddr(written ?? '')?.uri;
  return written !== undefined && uri !== undefined && parseUri(uri)?.user === endpointId
    ? [['Referred-By', written]]
    : [];
}
