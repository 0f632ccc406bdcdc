import { isPolicyError } from '@ballast/policy';
import {
  describeStale,
  findStale,
  generate,
  GENERATED_FOLDER,
  isMeshPolicyError,
  loadServices,
} from '@ballast/tool-mesh-policy';

/**
 * Whether Istio's resources are what the policies make them; that wants no kustomize.
 *
 * @returns one line for each mistake, with the command that mends it
 */
export async function checkGenerated(root: string): Promise<string[]> {
  try {
    const stale = await findStale(root, GENERATED_FOLDER, generate(await loadServices({ root })));
    return stale.map((each) => `${describeStale(each)} (mesh-policy)`);
  } catch (error) {
    if (!isPolicyError(error) && !isMeshPolicyError(error)) throw error;
    return [`${error.message} (mesh-policy)`];
  }
}
