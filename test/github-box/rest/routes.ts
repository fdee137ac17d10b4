/** All operations of the box. The slice of the API description is cut by this list. */
import type { Route } from '../http/router.ts';
import { artifactRoutes } from './artifacts.ts';
import { assetRoutes } from './assets.ts';
import { commentRoutes } from './comments.ts';
import { commitRoutes } from './commits.ts';
import { contentRoutes } from './contents.ts';
import { deploymentRoutes } from './deployments.ts';
import { gitObjectRoutes } from './git-objects.ts';
import { gitRefRoutes } from './git-refs.ts';
import { issueRoutes } from './issues.ts';
import { labelRoutes } from './labels.ts';
import { metaRoutes } from './meta.ts';
import { pullRoutes } from './pulls.ts';
import { releaseRoutes } from './releases.ts';
import { runRoutes } from './runs.ts';
import { statusRoutes } from './statuses.ts';
import { workflowRoutes } from './workflows.ts';

export const routes: readonly Route[] = [
  ...metaRoutes,
  ...contentRoutes,
  ...commitRoutes,
  ...gitRefRoutes,
  ...gitObjectRoutes,
  ...issueRoutes,
  ...commentRoutes,
  ...labelRoutes,
  ...pullRoutes,
  ...statusRoutes,
  ...releaseRoutes,
  ...assetRoutes,
  ...deploymentRoutes,
  ...runRoutes,
  ...artifactRoutes,
  ...workflowRoutes,
];
