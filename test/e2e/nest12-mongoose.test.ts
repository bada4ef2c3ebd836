import { nest12Mongoose } from '../support/hosts/nest12-mongoose.ts';
import { journey } from './journey.ts';

journey({ recipe: nest12Mongoose, flags: [], creation: 'at start', environment: ({ mongodb }) => ({ MONGODB_URL: mongodb, ConnectionStrings__AbpBackgroundJobsTest: mongodb }) });
