/** The train step from its sources, as a process of its own: what the bundle's stub does. */
import { start } from '../../actions/start.ts';

await start('train');
