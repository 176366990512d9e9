"""政府信息公开工作年度报告 (Articles 49 and 50; 国办公开办函〔2021〕30号): its cells, counting, checks, texts and layout. Pure."""
