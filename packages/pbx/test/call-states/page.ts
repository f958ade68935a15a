import { callTransitions } from '../../src/calls/call-transitions.ts';
import { failureOf, failures, trunkFailures } from '../../src/lines/failures.ts';
import { lineTransitions } from '../../src/lines/line-transitions.ts';
import type { Row, Section } from './row.ts';
import { sections } from './sections.ts';

const intro = `# Call states

What each endpoint's call shows, change by change: every line below is one change as programs see it (one publication,
one \`onCallChanged\`). The parties: \`A\` and \`B\` are extensions whose phones programs may answer (\`Allow-Events: talk\`),
\`C\` is one whose phone they may not, \`D\` is an extension without a phone, \`G\` is a ring group of \`B\` and \`C\`, \`mailbox\` is
where messages are heard (*97), \`nobody\` is a number that no extension has, and \`outside\` is behind the trunk; a party outside has no call of its own here.

The **local party** of a call is its endpoint, the **remote party** is the one in the column "Other party"; an inbound call
goes \`from\` the remote party \`to\` the local one, an outbound call the other way round. Lines are in order for each
endpoint; the order between two endpoints is not promised. \`idle\` is the one terminal state: a call shows it once, as
its last change (\`final\`), with the cause of its end. Beside the changes stands what a caller who still waits is told
(its INVITE's final SIP status), and the error that the acting program gets (the API's name for it is in
[errors.md](errors.md)).

This page is generated from packages/pbx/test/call-states, where every row is played with real phones;
\`npx vitest run packages/pbx/test/call-states/page -u\` writes it anew.
`;

/** The text of docs/call-states.md. */
export function callStatesPage(): string {
  return [
    intro,
    transitions('Which state may follow which', 'state', callTransitions),
    transitions('States of a line (a SIP dialog with a device or the trunk)', 'line', lineTransitions),
    ...Object.values(sections).map(sectionText),
    failuresText(),
  ].join('\n');
}

function transitions(title: string, head: string, table: Readonly<Record<string, readonly string[]>>): string {
  const rows = Object.entries(table).map(([state, next]) => [code(state), next.map(code).join(', ') || 'nothing']);
  return `## ${title}\n\n${markdown([head, 'may be followed by'], rows)}`;
}

function sectionText(section: Section): string {
  const head = ['Before', 'What happens', 'Call of', 'Direction', 'Other party', 'State', 'Cause', 'Told'];
  return `## ${section.title}\n\n${section.text}\n\n${markdown(head, Object.values<Row>(section.rows).flatMap(lines))}`;
}

function lines(row: Row): string[][] {
  const told = [
    ...(row.told === undefined ? [] : [`caller: ${row.told}`]),
    ...(row.error === undefined ? [] : [`program: ${code(row.error)}`]),
  ].join(', ');
  const [first = ['', '', '', '', ''], ...others] = row.changes.map(([endpoint, direction, other, state, cause]) => [
    endpoint,
    direction,
    other,
    code(state),
    code(cause),
  ]);
  return [[row.before, row.happens, ...first, told], ...others.map((cells) => ['', '', ...cells, ''])];
}

function failuresText(): string {
  const text =
    'What a final SIP status of a phone or of the trunk means. Of several phones that ring for one endpoint the ' +
    'decision of a person counts before the silence of a device.';
  const rows = Object.entries(failures).map(([status, { cause, status: told }]) => {
    const byTrunk = trunkFailures[Number(status)];
    const exception = byTrunk === undefined ? '' : `${code(byTrunk.cause)}, ${byTrunk.status}`;
    return [status, code(cause), String(told), exception];
  });
  const others = [399, 499, 599, 699].map((status) => {
    const { cause, status: told } = failureOf(status, false);
    return [`other ${String(status)[0]}xx`, code(cause), String(told), ''];
  });
  const head = ['Status', 'Cause of both calls', 'Told to the caller', 'From the trunk'];
  return `## What a refusal means\n\n${text}\n\n${markdown(head, [...rows, ...others])}`;
}

/** With columns as wide as the formatter makes them. */
function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[], fill = ' ') =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  return [
    line(head),
    line(
      head.map(() => ''),
      '-',
    ),
    ...rows.map((cells) => line(cells)),
    '',
  ].join('\n');
}

function code(word: string): string {
  return `\`${word}\``;
}
