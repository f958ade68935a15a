import { STREAM_PATH } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { AdminService, adminRoutes } from './admin/index.ts';
import { AuthenticationService, authenticationRoutes } from './authentication/index.ts';
import { type Clock, systemClock } from './clock.ts';
import { conferenceRoutes, openConferences } from './conferences/index.ts';
import type { Config } from './config.ts';
import { EndpointService, endpointRoutes } from './endpoints/index.ts';
import { BuiltInGateway } from './gateways/index.ts';
import { HistoryRetention, HistoryService, historyRoutes, SearchIndexer } from './history/index.ts';
import { createApp, type HttpContext, Idempotency, plannedOperations, TokenWatch, Upgrades } from './http/index.ts';
import { createIds } from './ids.ts';
import type { Log } from './log.ts';
import { Mail } from './mail/index.ts';
import { CallRecorder, CommandOutcomes, MediaService, mediaRoutes } from './media/index.ts';
import { Metrics } from './metrics/metrics.ts';
import { createNotifications, MQTT_PATH, MqttServer, notificationRoutes, Streams } from './notifications/index.ts';
import { diskWarning } from './platform/disk-warning.ts';
import { healthRoutes } from './platform/health.ts';
import { openApiRoute } from './platform/open-api.ts';
import { createPublications } from './publications/index.ts';
import { openRecordings, RecordingFiles, recordingRoutes } from './recordings/index.ts';
import { RingGroupService, ringGroupRoutes } from './ring-groups/index.ts';
import { openSecrets } from './secrets/index.ts';
import { WebSocketPhones } from './sip-access/index.ts';
import { openStorage, type Storage } from './storage/index.ts';
import { Sweeper } from './sweeper.ts';
import { emergencyWarning, TrunksService, trunkRoutes } from './trunks/index.ts';
import { MessageMail, VoicemailFiles, VoicemailService, VoicemailStore, voicemailRoutes } from './voicemail/index.ts';

export interface ContextOptions {
  readonly config: Config;
  readonly log: Log;
  readonly version: string;
  readonly clock?: Clock;
  /** In tests: answers are checked against the contract. */
  readonly validateAnswers?: boolean;
}

/** Every collaborator, built once. `close` undoes it in reverse order. */
export interface Context {
  readonly app: FastifyInstance;
  readonly storage: Storage;
  readonly admin: AdminService;
  readonly authentication: AuthenticationService;
  readonly gateway: BuiltInGateway;
  readonly mail: Mail;
  /** Begins to take calls and to deliver notifications. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Builds the server from its settings. @throws StorageError when the database cannot be opened */
export async function createContext({
  config,
  log,
  version,
  clock = systemClock,
  validateAnswers = false,
}: ContextOptions): Promise<Context> {
  const ids = createIds(clock);
  const metrics = new Metrics();
  const storage = await openStorage({
    dataDir: config.dataDir,
    ...(config.databaseUrl === undefined ? {} : { databaseUrl: config.databaseUrl }),
    log,
    clock,
  });
  const secrets = await openSecrets({ storage, dataDir: config.dataDir, key: config.secretKey, log }).catch(
    async (error: unknown) => {
      await storage.close();
      throw error;
    },
  );
  const publications = createPublications({ storage, clock, ids, log });
  const authentication = await AuthenticationService.create({ storage, secrets, clock, ids, issuer: config.publicUrl });
  const mail = new Mail({
    storage,
    clock,
    ids,
    log,
    dataDir: config.dataDir,
    smtp: config.mail,
    sent: (tx, messageId) => mailboxes.mailed(tx, messageId),
  });
  const notifications = createNotifications({
    storage,
    secrets,
    publications,
    mail,
    clock,
    ids,
    log,
    publicUrl: config.publicUrl,
    tokenFor: (caller, lifetimeSeconds) => authentication.tokenForNotifications(caller, lifetimeSeconds),
    settings: { allow: config.webhookAllow },
  });
  const unsubscribe = publications.onPublished(() => notifications.wake());
  const files = new RecordingFiles(config.dataDir);
  const voicemailFiles = new VoicemailFiles(config.dataDir);
  const messageMail = new MessageMail({ mail, files: voicemailFiles, publicUrl: config.publicUrl });
  const mailboxes: VoicemailStore = new VoicemailStore({
    storage,
    publications,
    clock,
    ids,
    log,
    files: voicemailFiles,
    arrived: (tx, entry, row) => messageMail.arrived(tx, entry, row),
    entryOf: (endpointId) => gateway.entry(endpointId),
    counted: (tx, entry, count) => endpoints.setMessages(tx, entry, count),
    found: (endpointId, count) => gateway.pbx.setMessageCount(endpointId, count),
  });
  const gateway: BuiltInGateway = new BuiltInGateway({
    config,
    storage,
    clock,
    log,
    mainNumber: (accountId) => trunks.numbers.mainNumber(accountId),
    mailboxes,
    recordingFile: (id) => files.place(id, clock.now()),
  });
  const trunks = new TrunksService({
    storage,
    secrets,
    publications,
    clock,
    ids,
    pbx: gateway.pbx,
    realm: gateway.realm,
    defaultDestination: config.trunkDefaultEndpoint,
  });
  const admin = new AdminService({
    storage,
    secrets,
    publications,
    clock,
    ids,
    endpoints: gateway,
    digestSecrets: (username, password) => gateway.digestSecrets(username, password),
    realm: gateway.realm,
    registrar: () => gateway.registrar,
    userChanged: (userId) => authentication.forgetUser(userId),
    roleChanged: (tx, userId, role) => notifications.ownerChanged(tx, userId, role),
  });
  const recorder = new CallRecorder({
    gateway,
    storage,
    publications,
    clock,
    ids,
    log,
    finalState: config.finalCallState,
  });
  const outcomes = new CommandOutcomes({
    gateway,
    storage,
    sender: notifications.sender,
    clock,
    ids,
    log,
    view: (siteId) => recorder.view(siteId),
  });
  const media = new MediaService(gateway, recorder, outcomes);
  const history = new HistoryService(storage, clock);
  const searchIndexer = new SearchIndexer({ storage, clock, log });
  const recordings = await openRecordings({
    storage,
    secrets,
    publications,
    gateway,
    files,
    clock,
    ids,
    log,
    publicUrl: config.publicUrl,
    days: config.recordingDays,
  });
  const sweeper = new Sweeper({
    clock,
    log,
    kept: [new HistoryRetention({ storage, days: config.callRecordDays }), recordings.retention, mail.retention],
  });
  const endpoints: EndpointService = new EndpointService({ gateway, storage, publications });
  gateway.pbx.features.keepBy({
    setDnd: (endpointId, on) => endpoints.setDnd(endpointId, on),
    setForwarding: (endpointId, destination) => endpoints.setForwarding(endpointId, destination),
    lastCaller: (endpointId) => history.lastCaller(gateway.entry(endpointId)),
  });
  const voicemail = new VoicemailService({
    gateway,
    storage,
    publications,
    store: mailboxes,
    files: voicemailFiles,
  });
  const conferences = openConferences({
    storage,
    publications,
    gateway,
    clock,
    ids,
    log,
    publicUrl: config.publicUrl,
    number: config.conferenceNumber,
    tokenForCall: (caller, callee) => authentication.tokenForCall(caller, callee),
  });
  const ringGroups = new RingGroupService({ gateway, storage, publications, clock, ids });

  const app = await createApp({ clock, ids, log, metrics: metrics.http, requestsPerSecond: config.requestsPerSecond });
  const http: HttpContext = {
    log,
    authenticate: (token) => authentication.authenticate(token),
    idempotency: new Idempotency(storage, clock),
    validateAnswers,
  };
  const phones = new WebSocketPhones({
    pbx: gateway.pbx,
    authenticate: http.authenticate,
    clock,
    log,
    secure: config.publicUrl.startsWith('https:'),
  });
  const streams = new Streams({ storage, notifications, authenticate: http.authenticate, clock, ids, log });
  const watch = new TokenWatch({ authenticate: http.authenticate, clock, log });
  const mqtt = new MqttServer({
    authenticate: http.authenticate,
    watch,
    listen: notifications.listen,
    clock,
    ids,
    log,
  });
  const upgrades = new Upgrades(app.server, log);
  upgrades.at('/sip', (upgrade) => phones.receive(upgrade));
  upgrades.at(STREAM_PATH, (upgrade) => streams.receive(upgrade));
  upgrades.at(MQTT_PATH, (upgrade) => mqtt.receive(upgrade));
  app.addHook('preClose', async () => {
    phones.close();
    streams.close();
    watch.close();
    await mqtt.close();
  });
  authenticationRoutes(app, http, authentication);
  adminRoutes(app, http, admin);
  mediaRoutes(app, http, media);
  trunkRoutes(app, http, trunks);
  historyRoutes(app, http, history);
  recordingRoutes(app, http, recordings.service);
  endpointRoutes(app, http, endpoints);
  conferenceRoutes(app, http, conferences);
  ringGroupRoutes(app, http, ringGroups);
  voicemailRoutes(app, http, voicemail);
  notificationRoutes(app, http, notifications);
  plannedOperations(app, http);
  healthRoutes(app, http, {
    version,
    checks: { storage: () => storage.check(), telephony: async () => gateway.pbx.check() },
    warnings: async () =>
      [
        emergencyWarning(gateway.pbx),
        mail.warning,
        await diskWarning({ recordings: files.folder, voicemail: voicemailFiles.folder }),
      ].filter((one) => one !== undefined),
  });
  openApiRoute(app, config.publicUrl);
  metrics.route(app);
  metrics.gauges([
    { name: 'pbx_legs', help: 'Lines with a party on them', read: () => gateway.pbx.stats().legs },
    { name: 'pbx_calls', help: 'Live calls of endpoints', read: () => gateway.pbx.stats().calls },
    { name: 'pbx_registrations', help: 'Registered telephones', read: () => gateway.pbx.stats().registrations },
    { name: 'pbx_media_sessions', help: 'Media sessions in use', read: () => gateway.pbx.stats().mediaSessions },
    { name: 'sip_transactions', help: 'Live SIP transactions', read: () => gateway.pbx.stats().transactions },
    { name: 'sip_dialogs', help: 'Live SIP dialogs', read: () => gateway.pbx.stats().dialogs },
    {
      name: 'sip_connections',
      help: 'SIP connections by transport; UDP has none',
      label: 'transport',
      read: () => ({ ...gateway.pbx.stats().connections }),
    },
    { name: 'sip_subscriptions', help: 'Subscriptions of telephones', read: () => gateway.pbx.stats().subscriptions },
    { name: 'streams', help: 'WebSockets that hear publications', read: () => streams.size },
    { name: 'subscriptions', help: 'Subscriptions that can match', read: () => notifications.stats().subscriptions },
    {
      name: 'webhooks_in_flight',
      help: 'Webhook requests that wait for their answer',
      read: () => notifications.stats().inFlight,
    },
    { name: 'mqtt_connections', help: 'Clients that hear notifications by MQTT', read: () => mqtt.connections },
  ]);

  return {
    app,
    storage,
    admin,
    authentication,
    gateway,
    mail,
    async start() {
      gateway.load(await admin.lines.all());
      await trunks.load();
      await endpoints.start();
      await ringGroups.start();
      await mailboxes.start();
      await recorder.start();
      await outcomes.start();
      await recordings.recorder.start();
      await conferences.start();
      publications.start();
      await notifications.start();
      await gateway.start();
      phones.start();
      streams.start();
      watch.start();
      await mqtt.start();
      await mail.start();
      sweeper.start();
      searchIndexer.start();
    },
    async close() {
      await app.close();
      await sweeper.close();
      await searchIndexer.close();
      await gateway.close();
      await mailboxes.close();
      await recorder.close();
      await outcomes.close();
      await recordings.recorder.close();
      await conferences.close();
      await mail.close();
      unsubscribe();
      await notifications.close();
      await publications.close();
      await storage.close();
    },
  };
}
