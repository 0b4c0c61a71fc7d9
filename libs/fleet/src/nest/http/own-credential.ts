import { SetMetadata } from '@nestjs/common';

export const OWN_CREDENTIAL = 'skein:own-credential';

/** The handler itself asks its caller, an agent, who it is: a guard of the server lets it through. */
export const OwnCredential = () => SetMetadata(OWN_CREDENTIAL, true);
