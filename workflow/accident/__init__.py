"""事故调查—整改—评估: from the first report to the published evaluation."""
