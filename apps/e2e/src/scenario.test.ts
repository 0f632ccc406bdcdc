import { expect, test } from 'vitest';
import { divideByNeeds, findScenarios, type Scenario } from './scenario.ts';

const gentle: Scenario = { name: 'place order', needs: [], cases: [] };
const rough: Scenario = { name: 'Killed replica', needs: ['processes'], cases: [] };

test('a part of a name is enough, capitals aside', () => {
  expect(findScenarios([gentle, rough], 'KILL')).toEqual([rough]);
  expect(findScenarios([gentle, rough], undefined)).toEqual([gentle, rough]);
  expect(findScenarios([gentle, rough], 'xyz')).toEqual([]);
});

test('what a target cannot run is told apart, not forgotten', () => {
  expect(divideByNeeds([gentle, rough], [])).toEqual({
    applicable: [gentle],
    inapplicable: [rough],
  });
  expect(divideByNeeds([gentle, rough], ['processes'])).toEqual({
    applicable: [gentle, rough],
    inapplicable: [],
  });
});
