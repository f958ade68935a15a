// Runs before `npm start`, `npm test`, `npm run demo` and `npm run bench`, on any Node >= 18:
// installs the exact dependencies of package-lock.json when they are missing or no longer match it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const marker = join(root, 'node_modules', '.cordboard-installed');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

const installed = existsSync(marker) ? readFileSync(marker, 'utf8') : '';
if (installed !== wanted) {
  console.error('Installing dependencies (npm ci) …');
  const npm = spawnSync('npm', ['ci'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (npm.status !== 0) {
    console.error('npm ci failed; see its messages above. Nothing was started.');
    process.exit(npm.status ?? 1);
  }
  writeFileSync(marker, wanted);
}
