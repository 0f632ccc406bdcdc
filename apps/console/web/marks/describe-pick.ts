/** Why a balancer chose an endpoint, as a sentence; the names are those of `ballast.pick.reason`. */
const reasons: Readonly<Record<string, string>> = {
  policy: 'the least expected wait of those that take calls',
  untried: 'a repeat goes where this call has not been yet',
  warming_up: 'the first choice is new, and takes its share by degrees',
  newcomer: 'nothing is known of it yet, so it is tried',
  last_resort: 'all are left alone, and one of them is better than none',
};

export function describePick(reason: string): string {
  return reasons[reason] ?? reason;
}
