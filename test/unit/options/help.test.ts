import { describe, expect, it } from 'vitest';
import { helpText } from '../../../generators/options/help.ts';
import { optionTable } from '../../../generators/options/option-table.ts';

describe('helpText', () => {
  it('shows every option of the table once', () => {
    for (const row of Object.values(optionTable)) {
      expect(helpText().match(new RegExp(`^  --${row.flag}\\b(?!-)`, 'gm')), row.flag).toHaveLength(1);
    }
  });

  it('fits a terminal of 120 columns', () => {
    expect(helpText().split('\n').filter((line) => line.length > 120)).toEqual([]);
  });
});
