import {
  type Clock,
  CordboardClient,
  CordboardError,
  callEventOf,
  systemClock,
  traceFetch,
  type WebhookBody,
} from '@cordboard/sdk';
import { Receiver } from './receiver.ts';
import { Recent } from './recent.ts';
import { callLine, consoleReport, exchangeLine, type Report } from './report.ts';
import { messageOf, type RingingCall, type Routed, routeCall } from './route-call.ts';
import { RulesFile, summary } from './rules-file.ts';
import { SubscriptionKeeper } from './subscription-keeper.ts';

const APP = 'app=cordboard-call-router/0.1.0';
const MOST_DECISIONS = 1_000;

export interface RouterOptions {
  /** The platform, for example http://127.0.0.1:8080. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly accountId?: string;
  readonly rulesFile: string;
  /** Where webhooks are received; port 0 takes a free one. */
  readonly listen: { readonly host: string; readonly port: number };
  /** How the platform reaches that; default: the address that is listened on. */
  readonly publicUrl?: string;
  readonly report?: Report;
  /** Reports each request to the platform and its answer. */
  readonly trace?: boolean;
  readonly clock?: Clock;
  /** How often it is looked whether the subscription is still there. Default 30 s. */
  readonly checkEveryMs?: number;
}

export interface RunningRouter {
  /** Where the platform delivers webhooks. */
  readonly webhookUrl: string;
  readonly subscriptionId: string | undefined;
  /** The last calls and what was done with them, oldest first. */
  readonly decisions: readonly Routed[];
  /** Removes the subscription, finishes what is being done, and signs out. */
  close(): Promise<void>;
}

/**
 * Starts the Centralized Call Routing Application. Throws when the rules cannot be read, the port is taken, or the
 * platform refuses the user or the subscription.
 */
export async function startRouter(options: RouterOptions): Promise<RunningRouter> {
  const router = new Router(options);
  try {
    await router.start();
  } catch (error) {
    await router.close();
    throw error;
  }
  return router;
}

class Router implements RunningRouter {
  readonly decisions: Routed[] = [];
  readonly #o: RouterOptions;
  readonly #clock: Clock;
  readonly #report: Report;
  readonly #client: CordboardClient;
  readonly #seen = new Recent();
  readonly #work = new Set<Promise<void>>();
  #rules: RulesFile | undefined;
  #receiver: Receiver | undefined;
  #keeper: SubscriptionKeeper | undefined;
  #signedIn = false;
  #closed = false;

  constructor(options: RouterOptions) {
    this.#o = options;
    this.#clock = options.clock ?? systemClock;
    this.#report = options.report ?? consoleReport(() => this.#clock.now());
    this.#client = new CordboardClient({
      url: options.url,
      app: APP,
      clock: this.#clock,
      ...(options.trace ? { fetch: traceFetch((exchange) => this.#report.info(exchangeLine(exchange))) } : {}),
    });
  }

  get webhookUrl(): string {
    const { listen, publicUrl } = this.#o;
    const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
    return publicUrl ?? `http://${host}:${this.#receiver?.port ?? listen.port}/calls`;
  }

  get subscriptionId(): string | undefined {
    return this.#keeper?.subscriptionId;
  }

  async start(): Promise<void> {
    const { rulesFile, username, password, accountId, listen } = this.#o;
    const [clock, report] = [this.#clock, this.#report];
    this.#rules = await RulesFile.open(rulesFile, {
      clock,
      report,
      onChange: ({ endpoints }) => this.#track(this.#keeper?.watch(endpoints)),
    });
    await this.#client.signIn({ username, password, accountId });
    this.#signedIn = true;
    this.#receiver = await Receiver.listen({
      ...listen,
      clock,
      secrets: () => this.#keeper?.secrets ?? [],
      settled: async () => await this.#keeper?.settled(),
      onWebhook: (id, body) => this.#track(this.#takeWebhook(id, body)),
      onRefused: (reason) => report.warn(`a webhook was refused: ${reason}`),
    });
    this.#keeper = new SubscriptionKeeper({
      client: this.#client,
      clock,
      report,
      applicationId: crypto.randomUUID(),
      publicUrl: this.webhookUrl,
      checkEveryMs: this.#o.checkEveryMs ?? 30_000,
      onSubscribed: () => this.#track(this.#catchUp()),
    });
    await this.#keeper.start(this.#rules.rules.endpoints);
    report.info(`ready: ${summary(this.#rules.rules)}; webhooks at ${this.webhookUrl}`);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#rules?.close();
    await this.#keeper?.close();
    await this.#receiver?.close();
    while (this.#work.size > 0) await Promise.all(this.#work);
    if (this.#signedIn) await this.#client.signOut({ signal: AbortSignal.timeout(5_000) }).catch(() => {});
    this.#signedIn = false;
  }

  /** Work that nobody waits for but close. */
  #track(work: Promise<void> | undefined): void {
    if (work === undefined) return;
    const tracked = work
      .catch((error) => this.#report.warn(messageOf(error)))
      .finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }

  async #takeWebhook(webhookId: string, body: WebhookBody): Promise<void> {
    if (!this.#seen.add(`webhook ${webhookId}`)) return;
    const event = callEventOf(body);
    if (event !== undefined) await this.#route({ ...event, call: event.content });
  }

  /** One decision for a call, whoever told of it: two subscriptions may, and the list of calls. */
  async #route(ringing: RingingCall): Promise<void> {
    const { endpointId, callId, call } = ringing;
    const rules = this.#rules?.rules;
    if (rules === undefined || !rules.endpoints.includes(endpointId) || call.state !== 'ringing') return;
    if (!this.#seen.add(`call ${endpointId}/${callId} ${call.createdOn}`)) return;
    const routed = await routeCall(this.#client, rules, ringing, this.#clock.now());
    if (routed === undefined) return;
    this.decisions.push(routed);
    if (this.decisions.length > MOST_DECISIONS) this.decisions.shift();
    this.#report.call(callLine(routed));
  }

  /** Calls that began to ring while nothing was subscribed. */
  async #catchUp(): Promise<void> {
    const unknown: string[] = [];
    for (const endpointId of this.#rules?.rules.endpoints ?? []) {
      if (this.#closed) return;
      try {
        const calls = await this.#client.endpoint(endpointId).calls();
        for (const call of calls) this.#track(this.#route({ endpointId, callId: shortId(call.callId), call }));
      } catch (error) {
        if (!(error instanceof CordboardError && error.status === 404)) throw error;
        unknown.push(endpointId);
      }
    }
    if (unknown.length > 0) this.#report.warn(`the platform has no endpoint ${unknown.join(', ')} yet`);
  }
}

function shortId(callId: string): string {
  return callId.slice(callId.lastIndexOf('/') + 1);
}
