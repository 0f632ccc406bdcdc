import { containersOf, imageNameOf } from '../overlay/overlay.ts';
import { ofContainer, type Rule } from './rule.ts';

/** Each image has a version; those of ours are built here, and by skaffold too. */
export const images: Rule = {
  name: 'images',
  *find(overlay, code) {
    for (const object of overlay.workloads) {
      for (const container of containersOf(object)) {
        const field = ofContainer(container.name, 'image');
        const place = { object, field, got: container.image };
        const version = /[:@]([^/]+)$/.exec(container.image)?.[1];
        if (version === undefined || version === 'latest') {
          yield { ...place, must: 'have a version: a tag that moves is another image tomorrow' };
        }
        const name = imageNameOf(container);
        if (!name.startsWith('ballast-')) continue;
        if (!code.images.includes(name.slice('ballast-'.length))) {
          const must = `be one that tools/images makes: ${code.images.join(', ')}`;
          yield { ...place, must };
        } else if (code.skaffoldImages?.includes(name) === false) {
          yield { ...place, must: 'be among the artifacts of skaffold.yaml' };
        }
      }
    }
  },
};
