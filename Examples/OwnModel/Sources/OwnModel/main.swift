import Commands

SonographCommand.run(models: [Classifier(), Perceptron(), GatedLinearAttention(), PooledGRU()])
