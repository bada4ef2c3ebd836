import { nest11TypeormListsCli } from '../support/hosts/nest11-typeorm-lists-cli.ts';
import { journey } from './journey.ts';

// With the names of the indexes 63 characters, the most PostgreSQL has.
journey({ recipe: nest11TypeormListsCli, flags: ['--table-prefix', 'The_longest_prefix_PostgreSQL_admits'], creation: 'by migration', environment: ({ postgres }) => ({ DATABASE_URL: postgres }) });
