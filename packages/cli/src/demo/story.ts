import type { PhoneCall } from '@cordboard/phone';
import { type CallEvent, callEventOf } from '@cordboard/sdk';
import type { Narrator } from './narrator.ts';
import { hire } from './people.ts';
import { RouterProcess } from './router-process.ts';
import { admin, type Stage } from './stage.ts';
import { WebhookReceiver } from './webhook-receiver.ts';

const PATIENCE_MS = 10_000;

/** The call story of the CloudLink tutorials, each step on real SIP and RTP. @throws Error at the first step that fails */
export async function playStory(stage: Stage, tell: Narrator): Promise<void> {
  const { client, outside, outsideTone } = stage;

  tell.step('An office of three: users with an extension, and a telephone each');
  await client.signIn(admin);
  const { accountId } = await client.whoAmI();
  const ada = await hire(stage, tell, { accountId, extension: '2880', name: 'Ada', tone: 600 });
  const grace = await hire(stage, tell, { accountId, extension: '2881', name: 'Grace', tone: 900 });
  const edith = await hire(stage, tell, { accountId, extension: '2882', name: 'Edith', tone: 1_200 });

  tell.step('A program subscribes to ringing calls');
  const events = new Events();
  const receiver = await WebhookReceiver.start((body) => {
    tell.webhook(body);
    events.take(callEventOf(body));
  });
  stage.things.defer(() => receiver.close());
  const subscription = await client.subscriptions.create({
    applicationId: crypto.randomUUID(),
    transport: 'webhook',
    deviceId: receiver.url,
    topic: 'platform-api-media',
    subjectFilter: '/2017-09-01/endpoints/288[0-9]',
    publicationFilter: "$.publications[?(@.content.state == 'ringing')]",
  });
  receiver.trust(subscription.secret ?? '');

  tell.step('The call router starts: calls to 2880 from area code 613 go to 2881');
  const router = await RouterProcess.start({
    url: stage.server.url,
    ...admin,
    folder: stage.folder,
    onLine: (line) => tell.router(line),
  });
  stage.things.defer(() => router.close());

  tell.step('+1 613 555 0100 calls 2880 from outside: a program is told, and moves the call to 2881');
  const caller = await outside.dial(ada.extension);
  const atAda = await ada.rings();
  const atGrace = await grace.rings();
  await atAda.until('ended', PATIENCE_MS);
  const ringing = await events.of(grace.extension);
  tell.proved('2880 stopped ringing; the caller waits on the same call');

  tell.step("A program answers for 2881: the phone obeys SIP's NOTIFY with Event: talk");
  const first = client.endpoint(grace.extension).call(ringing.callId);
  await first.answer();
  await hearing(tell, ['2881', atGrace, grace.tone], ['the caller', caller, outsideTone]);

  tell.step('2881 consults 2882 before passing the call on');
  await first.consult(edith.extension);
  const atEdith = await edith.rings();
  const asked = await events.of(edith.extension);
  await client.endpoint(edith.extension).call(asked.callId).answer();
  await hearing(tell, ['2881', atGrace, grace.tone], ['2882', atEdith, edith.tone]);
  const calls = await client.endpoint(grace.extension).calls();
  const consultation = calls.find((call) => call.callId !== first.callId);
  if (calls.length !== 2 || consultation === undefined) throw new Error(`2881 has ${calls.length} calls and not 2`);
  tell.proved('2881 has two calls: the caller on hold, and 2882');

  tell.step('2881 transfers: the caller and 2882 are joined, 2881 is free');
  await client.endpoint(grace.extension).call(consultation.callId).supervisedTransfer(first.callId);
  await hearing(tell, ['2882', atEdith, edith.tone], ['the caller', caller, outsideTone]);
  await atGrace.until('ended', PATIENCE_MS);

  tell.step('The caller hangs up: nothing is left behind');
  caller.hangup();
  await atEdith.until('ended', PATIENCE_MS);
  for (const { extension } of [ada, grace, edith]) {
    const left = await client.endpoint(extension).calls();
    if (left.length > 0) throw new Error(`${extension} still has a call`);
  }
  tell.proved('no call at 2880, 2881 or 2882');
}

type Party = readonly [name: string, call: PhoneCall, tone: number];

/** Both hear the tone of the other, through the media plane. */
async function hearing(tell: Narrator, [name, call, tone]: Party, [otherName, other, otherTone]: Party) {
  await Promise.all([call.untilHears(otherTone, PATIENCE_MS), other.untilHears(tone, PATIENCE_MS)]);
  tell.proved(`${name} hears ${otherName}: ${otherTone} Hz, ${call.heard().packetsReceived} RTP packets`);
  tell.proved(`${otherName} hears ${name}: ${tone} Hz, ${other.heard().packetsReceived} RTP packets`);
}

/** Ringing calls by endpoint, as webhooks tell of them. */
class Events {
  readonly #waiting = new Map<string, PromiseWithResolvers<CallEvent>>();

  take(event: CallEvent | undefined): void {
    if (event !== undefined) this.#of(event.endpointId).resolve(event);
  }

  async of(endpointId: string): Promise<CallEvent> {
    const limit = AbortSignal.timeout(PATIENCE_MS);
    const { promise, reject } = this.#of(endpointId);
    limit.addEventListener('abort', () => reject(new Error(`no webhook told of a call at ${endpointId}`)));
    return await promise;
  }

  #of(endpointId: string): PromiseWithResolvers<CallEvent> {
    const found = this.#waiting.get(endpointId) ?? Promise.withResolvers<CallEvent>();
    this.#waiting.set(endpointId, found);
    return found;
  }
}
