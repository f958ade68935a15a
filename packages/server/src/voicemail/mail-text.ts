import type { VoicemailRow } from '../storage/index.ts';

/** The words of a mail that tells of a message. */
interface Words {
  readonly subject: (who: string) => string;
  readonly text: (message: { who: string; when: string; seconds: number; link: string }) => string;
}

const languages: Readonly<Record<'en' | 'fr' | 'de', Words>> = {
  en: {
    subject: (who) => `Voice message from ${who}`,
    text: ({ who, when, seconds, link }) =>
      `${who} left you a voice message.\n\nWhen: ${when}\nLength: ${seconds} s\nSound: ${link}\n`,
  },
  fr: {
    subject: (who) => `Message vocal de ${who}`,
    text: ({ who, when, seconds, link }) =>
      `${who} vous a laissé un message vocal.\n\nQuand : ${when}\nDurée : ${seconds} s\nEnregistrement : ${link}\n`,
  },
  de: {
    subject: (who) => `Sprachnachricht von ${who}`,
    text: ({ who, when, seconds, link }) =>
      `${who} hat Ihnen eine Sprachnachricht hinterlassen.\n\nWann: ${when}\nLänge: ${seconds} s\nAufnahme: ${link}\n`,
  },
};

/** Callers choose their names; a long one would hide the rest. */
const LONGEST_NAME = 80;

/** @param languageCode such as fr-CA; English when it is none of ours */
export function mailText(
  { fromNumber, fromName, createdOn, durationMs }: VoicemailRow,
  { languageCode, link }: { languageCode: string; link: string },
): { subject: string; text: string } {
  const language = languageCode.slice(0, 2).toLowerCase();
  const known = language === 'fr' || language === 'de' ? language : 'en';
  const { subject, text } = languages[known];
  const name = fromName?.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, LONGEST_NAME);
  const who = name ? `${name} (${fromNumber})` : fromNumber;
  const locale = /^(en|fr|de)(-[a-z]{2})?$/i.test(languageCode) ? languageCode : known;
  const when = new Date(createdOn).toLocaleString(locale, {
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  return { subject: subject(who), text: text({ who, when, seconds: Math.round((durationMs ?? 0) / 1_000), link }) };
}
