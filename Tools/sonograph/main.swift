import Commands

SonographCommand.run(models: [])
