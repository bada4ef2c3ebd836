import { nest9GlobsSqlite } from '../support/hosts/nest9-globs-sqlite.ts';
import { journey } from './journey.ts';

journey({ recipe: nest9GlobsSqlite, flags: [], creation: 'by migration', environment: () => ({ DATABASE_FILE: 'host.sqlite' }) });
