import { nest12Typeorm } from '../support/hosts/nest12-typeorm.ts';
import { journey } from './journey.ts';

journey({ recipe: nest12Typeorm, flags: [], creation: 'by migration', environment: ({ postgres }) => ({ DATABASE_URL: postgres }) });
