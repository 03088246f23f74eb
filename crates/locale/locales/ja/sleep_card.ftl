# 睡眠の記録
sleep-card-already-morning = 今朝
sleep-card-already-nap = 昼寝を書く
sleep-card-only-me-detail = クリニックの人はだれも読みません。
sleep-card-title = 昨夜の眠りはどうでしたか
sleep-card-lead = 分かるところだけ書いてください。
sleep-card-amend-title = { $day }の朝の睡眠の記録を直す
sleep-card-morning = いつの朝のことですか
sleep-card-other-morning = 別の朝のことを書く
sleep-card-try-hint = 眠ろうとした時刻
sleep-card-wake-hint = 最後に目が覚めた時刻
sleep-card-unlikely-meant = この時刻で合っている
sleep-card-minutes = 分
sleep-card-times = 回
sleep-card-no-sleep = この夜は眠らなかった（時刻は空けておきます）
sleep-card-nap = これは昼寝です（夜の睡眠ではありません）
