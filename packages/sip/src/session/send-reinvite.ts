import type { Dialog } from '../dialog/dialog.ts';
import { dialogFlow } from '../dialog/dialog-flow.ts';
import { createResponse, type HeaderFields } from '../message/create-response.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import type { Flow } from '../transport/flow.ts';
import type { Core } from './core.ts';

interface ReinviteParty {
  /** Did we make the first INVITE, and so the Call-ID? It sets the length of the pause after a glare. */
  readonly isCaller: boolean;
  /** Is the session still there? */
  wanted(): boolean;
  acknowledge(response: SipResponse): void;
  wait(ms: number): Promise<void>;
  /** Is our INVITE unanswered? Then the peer's is refused with 491. */
  pending(unanswered: boolean): void;
  readonly headers: HeaderFields;
}

const GLARE_TRIES = 5;

/**
 * Sends a re-INVITE until it is answered with something else than a glare (RFC 3261 section 14.1). `describe` is asked
 * for each try, for the peer's own re-INVITE may have changed the session in the pause.
 */
export async function sendReinvite(
  core: Core,
  dialog: Dialog,
  describe: () => string,
  party: ReinviteParty,
): Promise<SipResponse> {
  for (let attempt = 1; ; attempt += 1) {
    const flow = dialogFlow(dialog, core.transports);
    const contact = core.contact(flow);
    const request = dialog.createRequest('INVITE', core.via(flow), {
      body: describe(),
      contact,
      headers: party.headers,
    });
    if (!party.wanted()) return createResponse(request, 481);
    party.pending(true);
    const response = await transact(core, request, flow, party);
    party.pending(false);
    if (response.status !== 491 || attempt === GLARE_TRIES) return response;
    // The owner of the Call-ID waits longer, so that both do not collide again.
    const seconds = party.isCaller ? 2.1 + core.random.number() * 1.9 : core.random.number() * 2;
    await party.wait(seconds * 1_000);
  }
}

function transact(core: Core, request: SipRequest, flow: Flow, party: ReinviteParty): Promise<SipResponse> {
  return new Promise((resolve) => {
    core.transactions.startInviteClient(request, flow, {
      onResponse: (response) => {
        if (response.status < 200) return;
        if (response.status < 300) party.acknowledge(response);
        resolve(response);
      },
      onTimeout: () => resolve(createResponse(request, 408)),
      onTransportError: () => resolve(createResponse(request, 503)),
    });
  });
}
