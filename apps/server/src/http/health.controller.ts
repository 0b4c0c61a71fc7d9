import { Controller, Get } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { DatabaseHealth } from '@skein/persistence';
import { Unavailable } from '@skein/problem';
import { Public } from '@skein/problem/nest';

export class HealthDocument {
  @ApiProperty({ enum: ['ok'] })
  status: 'ok';
}

/** For whoever starts and watches the process. */
@Public()
@ApiTags('health')
@Controller()
export class HealthController {
  constructor(private readonly database: DatabaseHealth) {}

  @Get('healthz')
  @ApiOperation({ operationId: 'getLiveness', summary: 'The process answers' })
  @ApiOkResponse({ type: HealthDocument })
  live(): HealthDocument {
    return { status: 'ok' };
  }

  @Get('readyz')
  @ApiOperation({ operationId: 'getReadiness', summary: 'The process and its database answer' })
  @ApiOkResponse({ type: HealthDocument })
  @ApiExtension('x-problems', ['unavailable'])
  async ready(): Promise<HealthDocument> {
    try {
      await this.database.check();
    } catch (cause) {
      throw new Unavailable((cause as Error).message, { cause });
    }
    return { status: 'ok' };
  }
}
