/** Who is assigned to a new issue of the monitor. */
import type { ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { CODE_OWNERS_PATHS, codeOwnersOf } from '../../../src/shared/domain/supply-chain/code-owners.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';

/** GitHub assigns no more. */
const MOST_ASSIGNEES = 10;

/**
 * The people whom the configuration names; by default those who own the folder of the model, or else the configuration.
 * @param configPath relative to the root of the checkout.
 */
export async function chooseAssignees(
  workspace: Files,
  config: ModelConfig,
  configPath: string,
): Promise<readonly string[]> {
  const { assignees } = config.monitor;
  if (assignees !== 'codeowners') return assignees;
  const folder = config['working-directory'];
  for (const path of CODE_OWNERS_PATHS) {
    if (!(await workspace.exists(path))) continue;
    const text = new TextDecoder().decode(await workspace.read(path));
    return codeOwnersOf(text, folder === undefined ? configPath : `${folder}/model`).slice(0, MOST_ASSIGNEES);
  }
  return [];
}
