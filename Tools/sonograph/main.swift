import Commands
import Graphs

SonographCommand.run(models: ModelZoo.all)
