import { nest12Esm } from '../support/hosts/nest12-esm.ts';
import { journey } from './journey.ts';

journey({ recipe: nest12Esm, flags: ['--database', 'sqlite'], creation: 'by migration', environment: () => ({ ConnectionStrings__Default: 'jobs.sqlite' }) });
