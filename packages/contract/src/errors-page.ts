import { type ErrorCode, errorCodes } from './error-codes.ts';
import { type ErrorStatus, errorNames } from './error-names.ts';

const intro = `# Errors

Every error has a JSON body: \`name\` (of the status), \`message\` (for people), and, beyond CloudLink, \`code\` (for
programs, listed here), \`param\` (the field or parameter that caused it) and \`docUrl\` (the entry on this page). The
response header \`x-mitel-correlation-id\` finds the exchange in the server's log.

This page is generated from packages/contract/src/error-codes.ts; \`npx vitest run packages/contract -u\` writes it anew.
`;

function entry(code: ErrorCode): string {
  const { meaning, fix } = errorCodes[code];
  return `### ${code}\n\n${meaning} ${fix}\n`;
}

function section(status: ErrorStatus): string[] {
  const codes = (Object.keys(errorCodes) as ErrorCode[]).filter((code) => errorCodes[code].status === status);
  return codes.length === 0 ? [] : [`## ${status} ${errorNames[status]}\n`, ...codes.map(entry)];
}

/** Content of docs/errors.md. */
export function errorsPage(): string {
  const statuses = Object.keys(errorNames).map((status) => Number(status) as ErrorStatus);
  return [intro, ...statuses.flatMap(section)].join('\n');
}
