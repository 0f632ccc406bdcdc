import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';
import { explainNpmFailure } from './explain-npm-failure.mjs';
import { findStaleness, listWantedPackages } from './find-staleness.mjs';
import { lock } from './lock-file.mjs';

const PROGRESS_MS = 5000;

/**
 * Runs `npm ci`, and tells how far it is. Two at the same time would delete each other's files: the
 * second waits, and finds its work done.
 *
 * @param {string} root
 * @throws Error with one line for a person
 */
export async function install(root) {
  const taken = await lockInstall(root);
  process.once('exit', taken.release);
  try {
    const staleness = findStaleness(root);
    if (staleness === undefined) return;
    say(`installing the packages of package-lock.json (${staleness}); this is done once`);
    const startedMs = performance.now();
    await runNpmCi(root);
    say(`installed in ${secondsSince(startedMs)} s`);
  } finally {
    process.off('exit', taken.release);
    taken.release();
  }
}

/** @param {string} root */
async function lockInstall(root) {
  const directory = join(root, '.ballast');
  try {
    mkdirSync(directory, { recursive: true });
    return await lock(join(directory, 'install.lock'), {
      pollMs: 200,
      onWait: (pid) => say(`waiting for the install that process ${pid} runs`),
    });
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new Error(`cannot install: ${message}`, { cause: error });
  }
}

/**
 * @param {string} root
 * @returns {Promise<void>}
 */
function runNpmCi(root) {
  const child = spawn(
    'npm',
    // Everything, whatever NODE_ENV or the user's configuration leave out. With exact versions the
    // cache is as good as the registry. A registry that cannot be reached is known within seconds.
    [
      'ci',
      '--include=dev',
      '--include=optional',
      '--prefer-offline',
      '--no-progress',
      '--fetch-retry-mintimeout=1000',
      '--fetch-retry-maxtimeout=5000',
    ],
    { cwd: root, env: environment(root), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  const keep = (/** @type {Buffer} */ chunk) => (output = (output + chunk).slice(-20_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const startedMs = performance.now();
  const packages = listWantedPackages(root);
  const ticker = setInterval(() => {
    const done = packages.filter((path) => existsSync(join(root, path, 'package.json'))).length;
    say(`${done} of ${packages.length} packages, ${secondsSince(startedMs)} s`);
  }, PROGRESS_MS);
  const stopNpm = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  process.on('SIGINT', stopNpm).on('SIGTERM', stopNpm);

  /** @type {Promise<void>} */
  const done = new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`cannot run npm: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else if (signal !== null || code === 130) reject(new Error('the install was interrupted'));
      else reject(new Error(`npm ci failed: ${explainNpmFailure(output)}`));
    });
  });
  return done.finally(() => {
    clearInterval(ticker);
    process.off('SIGINT', stopNpm).off('SIGTERM', stopNpm);
  });
}

/**
 * npm's own `#!/usr/bin/env node` must not find the pinned Node: npm is about to delete it.
 *
 * @param {string} root
 */
function environment(root) {
  const own = join(root, 'node_modules');
  const path = (process.env['PATH'] ?? '').split(delimiter);
  return { ...process.env, PATH: path.filter((entry) => !entry.startsWith(own)).join(delimiter) };
}

/** @param {number} startedMs */
function secondsSince(startedMs) {
  return ((performance.now() - startedMs) / 1000).toFixed(1);
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`ballast: ${line}\n`);
}
