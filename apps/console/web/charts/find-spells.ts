/** A time during which a state did not change; bounds are indices, the second one exclusive. */
export interface Spell {
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** The states of a column one after another; where nothing is known there is a gap. */
export function findSpells(values: readonly (number | null)[]): Spell[] {
  const spells: Spell[] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    const last = spells.at(-1);
    if (last !== undefined && last.to === index && last.value === value) {
      spells[spells.length - 1] = { ...last, to: index + 1 };
    } else {
      spells.push({ value, from: index, to: index + 1 });
    }
  });
  return spells;
}
