import { refused, unchanged, type Shape } from '../shape.ts';

const entities = (at: string) => ({ option: { list: 'entities', at } }) as const;

/** Lists of classes in TypeORM's options that stay as they are. */
export const typeOrmRefusals: readonly Shape[] = [
  refused(
    'entities: options of a declared type, spread into the data source',
    { line: 3, message: '`entities` is computed in a way that cannot be followed.' },
    `import { DataSource, type DataSourceOptions } from 'typeorm';

export const options: DataSourceOptions = { type: 'postgres', entities: [] };

export default new DataSource({ ...options, logging: true });
`,
    entities('new DataSource'),
  ),
  unchanged(
    'entities: listed already',
    `import { DataSource } from 'typeorm';
import { BackgroundJobRecord } from './background-jobs/domain/background-job-record.js';

export default new DataSource({ type: 'postgres', entities: [BackgroundJobRecord] });
`,
    entities('new DataSource'),
  ),
  unchanged(
    'entities: in the map already',
    `import { DataSource } from 'typeorm';
import { BackgroundJobRecord } from './background-jobs/domain/background-job-record';

export default new DataSource({ type: 'postgres', entities: { BackgroundJobRecord } });
`,
    entities('new DataSource'),
  ),
  refused(
    'entities: list of another file',
    { line: 6, message: 'The list is computed in a way that cannot be followed.' },
    `import { DataSource } from 'typeorm';
import * as entities from './entities';

export default new DataSource({
  type: 'postgres',
  entities,
});
`,
    entities('new DataSource'),
  ),
  refused(
    'entities: replaced further down',
    { line: 3, message: '`entities` changes after it is made here.' },
    `import { DataSource } from 'typeorm';

const options: any = { type: 'postgres', entities: [] };

options.entities = ['dist/**/*.entity.js'];

export default new DataSource(options);
`,
    entities('const options'),
  ),
  refused(
    'entities: several on the line',
    { line: 3, message: 'The line leads to several `entities`.' },
    `import { DataSource } from 'typeorm';

export const sources = [new DataSource({ entities: [] }), new DataSource({ entities: [] })];
`,
    entities('export const sources'),
  ),
  refused(
    'entities: nothing on the line',
    { line: 3, message: 'No `entities` can be told from this line.' },
    `import { A } from './entities';

export const answer = A;
`,
    entities('export const answer'),
  ),
  refused(
    'entities: script',
    { line: 1, message: 'The file is a script, to which no import can be added.' },
    `module.exports = { type: 'postgres', entities: [] };
`,
    { ...entities('module.exports'), path: 'ormconfig.js' },
  ),
];
