# 朝の睡眠の記録
sleep-title = 昨夜の眠りはどうでしたか
sleep-lead = 分かるところだけ書いてください。
sleep-amend-title = { $day }の朝の睡眠の記録を直す
sleep-morning = いつの朝のことですか
sleep-other-morning = 別の朝のことを書く
sleep-try = 寝た時刻
sleep-try-hint = 眠ろうとした時刻
sleep-wake = 起きた時刻
sleep-wake-hint = 最後に目が覚めた時刻
sleep-unlikely-meant = この時刻で合っている
sleep-into-bed = ふとんに入った時刻
sleep-out-of-bed = ふとんから出た時刻
sleep-latency = 寝つくまでにかかった時間
sleep-awakenings = 夜中に目が覚めた回数
sleep-awake = 夜中に起きていた時間（合わせて）
unit-minutes = 分
unit-times = 回
