import { nest11GlobsSqlite } from '../support/hosts/nest11-globs-sqlite.ts';
import { journey } from './journey.ts';

journey({ recipe: nest11GlobsSqlite, flags: ['--table-prefix', ''], creation: 'by migration', environment: () => ({ DATABASE_FILE: 'host.sqlite' }) });
