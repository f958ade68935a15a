import { addresseeOf, type Mail } from '../mail/index.ts';
import type { SubscriptionRow, Tx } from '../storage/index.ts';

interface Words {
  readonly subject: string;
  readonly text: (of: { url: string; since: string; id: string }) => string;
}

type Language = 'en' | 'fr' | 'de';

const failing: Readonly<Record<Language, Words>> = {
  en: {
    subject: 'Your webhook receiver does not answer',
    text: ({ url, since, id }) =>
      `Since ${since} nothing could be delivered to ${url}.\n\n` +
      'Cordboard goes on trying; after five days without a success the subscription is disabled.\n' +
      `What the receiver answered: GET /2017-09-01/subscriptions/${id}/attempts\n`,
  },
  fr: {
    subject: 'Votre récepteur de webhooks ne répond pas',
    text: ({ url, since, id }) =>
      `Depuis le ${since}, rien n'a pu être livré à ${url}.\n\n` +
      'Cordboard continue ses essais ; après cinq jours sans succès, l’abonnement sera désactivé.\n' +
      `Les réponses du récepteur : GET /2017-09-01/subscriptions/${id}/attempts\n`,
  },
  de: {
    subject: 'Ihr Webhook-Empfänger antwortet nicht',
    text: ({ url, since, id }) =>
      `Seit ${since} konnte nichts an ${url} zugestellt werden.\n\n` +
      'Cordboard versucht es weiter; nach fünf Tagen ohne Erfolg wird das Abonnement abgeschaltet.\n' +
      `Was der Empfänger geantwortet hat: GET /2017-09-01/subscriptions/${id}/attempts\n`,
  },
};

const disabled: Readonly<Record<Language, Words>> = {
  en: {
    subject: 'Your webhook subscription is disabled',
    text: ({ url, since, id }) =>
      `Since ${since} nothing could be delivered to ${url}, so that nothing more is sent there.\n\n` +
      `When the receiver answers again: PUT /2017-09-01/subscriptions/${id} {"status":"active"}, and\n` +
      `POST /2017-09-01/subscriptions/${id}/recoveries for what it has missed.\n`,
  },
  fr: {
    subject: 'Votre abonnement aux webhooks est désactivé',
    text: ({ url, since, id }) =>
      `Depuis le ${since}, rien n'a pu être livré à ${url} ; plus rien n’y est envoyé.\n\n` +
      `Quand le récepteur répondra : PUT /2017-09-01/subscriptions/${id} {"status":"active"}, puis\n` +
      `POST /2017-09-01/subscriptions/${id}/recoveries pour ce qui a manqué.\n`,
  },
  de: {
    subject: 'Ihr Webhook-Abonnement ist abgeschaltet',
    text: ({ url, since, id }) =>
      `Seit ${since} konnte nichts an ${url} zugestellt werden; dorthin wird nichts mehr gesendet.\n\n` +
      `Wenn der Empfänger wieder antwortet: PUT /2017-09-01/subscriptions/${id} {"status":"active"}, und\n` +
      `POST /2017-09-01/subscriptions/${id}/recoveries für das, was er verpasst hat.\n`,
  },
};

/** Mails to the owner of a subscription whose receiver fails. */
export class OwnerMail {
  readonly #mail: Mail;

  constructor(mail: Mail) {
    this.#mail = mail;
  }

  failing(tx: Tx, row: SubscriptionRow): Promise<void> {
    return this.#send(tx, row, failing);
  }

  disabled(tx: Tx, row: SubscriptionRow): Promise<void> {
    return this.#send(tx, row, disabled);
  }

  async #send(tx: Tx, row: SubscriptionRow, words: Readonly<Record<Language, Words>>): Promise<void> {
    const to = await addresseeOf(tx, row.principalId);
    if (to === undefined) return;
    const language = to.languageCode.slice(0, 2).toLowerCase();
    const { subject, text } = words[language === 'fr' || language === 'de' ? language : 'en'];
    // Paths and queries of receivers may carry secrets.
    const { origin, pathname } = new URL(row.deviceId);
    const since = `${new Date(row.failingSince ?? row.createdOn).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    await this.#mail.send(tx, { to, subject, text: text({ url: origin + pathname, since, id: row.subscriptionId }) });
  }
}
