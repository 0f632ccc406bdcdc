// Figures as a person reads them: three digits at most, always with a unit, a dash for none.

export const NONE = '–';

const THIN = '\u202f';

function threeDigits(value: number): string {
  if (value >= 100) return Math.round(value).toString();
  return Number(value.toPrecision(value >= 10 ? 3 : 2)).toString();
}

/** A time in milliseconds: `830 µs`, `4.2 ms`, `1.25 s`, `2 min`. */
export function formatMs(ms: number | undefined): string {
  if (ms === undefined || !Number.isFinite(ms)) return NONE;
  if (ms < 0) return `−${formatMs(-ms)}`;
  if (ms === 0) return `0${THIN}ms`;
  if (ms < 0.9995) return `${threeDigits(ms * 1000)}${THIN}µs`;
  if (ms < 999.5) return `${threeDigits(ms)}${THIN}ms`;
  if (ms < 59_995) return `${Number((ms / 1000).toPrecision(3))}${THIN}s`;
  const seconds = Math.round(ms / 1000);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes >= 60) return `${Math.floor(minutes / 60)}${THIN}h ${minutes % 60}${THIN}min`;
  return rest === 0 ? `${minutes}${THIN}min` : `${minutes}${THIN}min ${rest}${THIN}s`;
}

/** Calls a second: `0.4/s`, `128/s`, `1.2 k/s`. */
export function formatRate(perSecond: number | undefined): string {
  if (perSecond === undefined || !Number.isFinite(perSecond)) return NONE;
  return `${formatCount(perSecond)}/s`;
}

/** A number of things: `7`, `940`, `12.4 k`. */
export function formatCount(count: number | undefined): string {
  if (count === undefined || !Number.isFinite(count)) return NONE;
  if (count === 0) return '0';
  if (count < 0.05) return '<0.05';
  if (count < 999.5) return threeDigits(count);
  if (count < 999_500) return `${threeDigits(count / 1000)}${THIN}k`;
  return `${threeDigits(count / 1_000_000)}${THIN}M`;
}

/** A share (0–1) as a percentage that never rounds a failure away: 0.9996 is `99.9 %`, not 100. */
export function formatShare(share: number | undefined): string {
  if (share === undefined || !Number.isFinite(share)) return NONE;
  if (share <= 0) return `0${THIN}%`;
  if (share >= 1) return `100${THIN}%`;
  const percent = share * 100;
  if (percent < 0.1) return `<0.1${THIN}%`;
  const shown =
    percent >= 99
      ? Math.floor(percent * 10) / 10
      : percent >= 10
        ? Math.round(percent)
        : Math.round(percent * 10) / 10;
  return `${shown}${THIN}%`;
}

const wholeFormat = new Intl.NumberFormat('en');

/** A number of which every digit counts: `1,204`. */
export function formatWhole(count: number): string {
  return wholeFormat.format(count);
}

const centsFormat = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' });

/** An amount in cents. */
export function formatCents(cents: number): string {
  return centsFormat.format(cents / 100);
}

const timeFormat = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** A moment of today: `14:03:09`. */
export function formatTime(epochMs: number): string {
  return timeFormat.format(epochMs);
}

/** How long ago: `now`, `4 s ago`, `2 min ago`. */
export function formatAgo(ms: number): string {
  if (ms < 1000) return 'now';
  if (ms < 60_000) return `${Math.floor(ms / 1000)}${THIN}s ago`;
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)}${THIN}min ago`;
  return `${Math.floor(ms / 3_600_000)}${THIN}h ago`;
}

/** `1 call`, `2 calls`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
