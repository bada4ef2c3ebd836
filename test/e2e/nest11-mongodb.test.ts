import { nest11Mongodb } from '../support/hosts/nest11-mongodb.ts';
import { journey } from './journey.ts';

journey({ recipe: nest11Mongodb, flags: [], creation: 'at start', environment: ({ mongodb }) => ({ MONGODB_URL: mongodb, ConnectionStrings__AbpBackgroundJobsTest: mongodb }) });
