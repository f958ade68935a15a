import { spawnSync } from 'node:child_process';

/**
 * Whether an outside program is here. When it is not, its tests skip with one line that names the Debian package;
 * CORDBOARD_TEST_REQUIRE=all turns the skip into a failure.
 */
export function hasProgram(program: string, debianPackage: string): boolean {
  const found = spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  if (found) return true;
  const line = `${program} is not installed: its tests need the Debian package ${debianPackage}`;
  if (process.env.CORDBOARD_TEST_REQUIRE === 'all') throw new Error(line);
  console.warn(`skipped: ${line}`);
  return false;
}
