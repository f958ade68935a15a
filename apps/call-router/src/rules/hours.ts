import type { Cursor } from './cursor.ts';
import type { Hours, Rules } from './rules.ts';

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Reads one stretch of hours: `{ weekdays: "mon-fri", from: "08:30", to: "17:30" }`. Notes mistakes. */
export function readHours(cursor: Cursor): Hours | undefined {
  const fields = cursor.fields(['weekdays', 'from', 'to']);
  if (fields === undefined) return undefined;
  const weekdays = fields.weekdays === undefined ? new Set([1, 2, 3, 4, 5, 6, 7]) : readWeekdays(fields.weekdays);
  const from = fields.from === undefined ? cursor.problem('needs `from`, such as "08:30"') : readTime(fields.from);
  const to = fields.to === undefined ? cursor.problem('needs `to`, such as "17:30"') : readTime(fields.to);
  if (weekdays === undefined || from === undefined || to === undefined) return undefined;
  if (from === to || from === 24 * 60) return cursor.problem('`from` and `to` leave no time between them');
  return { weekdays, from, to, text: `${daysText(weekdays)} ${timeText(from)}-${timeText(to)}` };
}

/** `mon-fri`, `mon, wed`, `fri-mon`, or a list of these. */
function readWeekdays(cursor: Cursor): Set<number> | undefined {
  const days = new Set<number>();
  for (const item of cursor.list() ?? []) {
    for (const part of (item.text() ?? '').toLowerCase().split(',')) {
      const [first, last = first, ...rest] = part.split('-').map((name) => dayNames.indexOf(name.trim() as 'mon') + 1);
      if (!first || !last || rest.length > 0) return item.problem('takes days such as "mon-fri" or "sat, sun"');
      for (let day = first; ; day = (day % 7) + 1) {
        days.add(day);
        if (day === last) break;
      }
    }
  }
  return days.size > 0 ? days : cursor.problem('takes days such as "mon-fri" or "sat, sun"');
}

function readTime(cursor: Cursor): number | undefined {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(cursor.text() ?? '') ?? [];
  const time = Number(hours) * 60 + Number(minutes);
  const good = Number(minutes) < 60 && time <= 24 * 60;
  return good ? time : cursor.problem('takes a time of day from "00:00" to "24:00"');
}

/**
 * Whether it is within the hours. Compares what clocks on the wall show, so that a day with a change to or from summer
 * time opens and closes at its usual times. A stretch over midnight belongs to the day on which it begins.
 */
export function isOpen({ hours, timezone }: Pick<Rules, 'hours' | 'timezone'>, at: Temporal.Instant): boolean {
  const local = at.toZonedDateTimeISO(timezone);
  const now = local.hour * 60 + local.minute;
  const today = local.dayOfWeek;
  const yesterday = today === 1 ? 7 : today - 1;
  return hours.some(({ weekdays, from, to }) => {
    if (from < to) return weekdays.has(today) && now >= from && now < to;
    return (weekdays.has(today) && now >= from) || (weekdays.has(yesterday) && now < to);
  });
}

function timeText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function daysText(days: ReadonlySet<number>): string {
  const sorted = [...days].sort((a, b) => a - b);
  const inARow = sorted.at(-1)! - sorted[0]! === sorted.length - 1;
  const names = sorted.map((day) => dayNames[day - 1]!);
  return inARow && names.length > 2 ? `${names[0]}-${names.at(-1)}` : names.join(',');
}
